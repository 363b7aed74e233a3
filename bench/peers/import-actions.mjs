// What an action that imports the runner's toolkit pays before it does anything.
import "@actions/core";
import "@actions/github";
