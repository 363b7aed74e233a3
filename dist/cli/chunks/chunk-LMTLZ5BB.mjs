import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{randomInt}from"node:crypto";var characters="abcdefghijklmnopqrstuvwxyz0123456789";function randomId(length){return Array.from({length},()=>characters[randomInt(characters.length)]).join("")}export{randomId};
