import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a}from"./chunk-FGMLQH5J.js";import"./chunk-ORYGKTYO.js";import"./chunk-BF2SYPYX.js";import"./chunk-6ZOKRSJB.js";import"./chunk-3LF3KKMK.js";export{a as readSources};
