import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c,d,e,f}from"./chunk-KK6H3AON.js";import"./chunk-3LF3KKMK.js";export{b as addressOf,e as daysBetween,d as fileNameOf,f as isWeekend,c as nameOf,a as pageSize};
