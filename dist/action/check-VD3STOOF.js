import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c}from"./chunk-QYNZQ444.js";import"./chunk-3LF3KKMK.js";export{b as about,a as checks,c as codesOf};
