import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-OCSVC4NA.js";import"./chunk-34PPZ4BE.js";import"./chunk-6Q4NLM7X.js";import"./chunk-6ZOKRSJB.js";import"./chunk-3LF3KKMK.js";export{c as beginning,d as commandHelp,b as overview,a as widthOf,e as wrap};
