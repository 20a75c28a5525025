#!/usr/bin/env node
import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a as o}from"./chunk-Z5OKIHYD.js";import"./chunk-3LF3KKMK.js";var s=process.argv.slice(2);process.stdout.on("error",e=>{e.code==="EPIPE"&&process.exit(0),process.stderr.write(`error cannot write to stdout: ${e.code??e.message}
`),process.exit(1)});if(s.includes("--version")||s[0]==="-V")process.stdout.write(`${o()}
`);else{let{main:e}=await import("./cli-L4AHW7F6.js");process.exitCode=await e(s)}
