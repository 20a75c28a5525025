import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a}from"./chunk-E2FLU4CS.js";import"./chunk-3LF3KKMK.js";export{a as replaceFile};
