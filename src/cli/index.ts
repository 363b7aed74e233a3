#!/usr/bin/env node
/** The program `iter`. */
import { main } from "./main.ts";

process.exit(await main(process.argv.slice(2), process));
