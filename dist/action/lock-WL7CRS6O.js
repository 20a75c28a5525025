import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a}from"./chunk-PDDHQPQF.js";import"./chunk-6ZOKRSJB.js";import"./chunk-3LF3KKMK.js";export{a as takeLock};
