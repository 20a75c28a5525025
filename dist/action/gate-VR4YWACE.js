import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c,d}from"./chunk-GZJGXNQO.js";import"./chunk-3LF3KKMK.js";export{d as Gate,b as GateError,a as isPublicAddress,c as isSafeScheme};
