import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{b as a,c as b}from"./chunk-X2JNZZGN.js";import"./chunk-USWZTA22.js";import"./chunk-DA7NRWPT.js";import"./chunk-6ZOKRSJB.js";import"./chunk-IZUMO3R7.js";import"./chunk-3LF3KKMK.js";export{a as readSubscribers,b as withSubscribers};
