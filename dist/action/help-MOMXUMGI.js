import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-574KCRE7.js";import"./chunk-WDTTYTC6.js";import"./chunk-6Q4NLM7X.js";import"./chunk-6ZOKRSJB.js";import"./chunk-3LF3KKMK.js";export{c as beginning,d as commandHelp,b as overview,a as widthOf,e as wrap};
