import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b}from"./chunk-NDGO4HK2.js";import"./chunk-6ZOKRSJB.js";import"./chunk-3LF3KKMK.js";export{a as defaultLimits,b as limitsFrom};
