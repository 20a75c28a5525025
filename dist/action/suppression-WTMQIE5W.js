import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c,d}from"./chunk-CAT2QU3J.js";import"./chunk-3LF3KKMK.js";export{c as Suppressions,b as addressKeys,a as noKeys,d as suppressionRecord};
