import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a}from"./chunk-43HS5RH3.js";import"./chunk-3LF3KKMK.js";export default a();
