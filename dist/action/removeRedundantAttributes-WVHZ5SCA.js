import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a}from"./chunk-2RBIVZO2.js";import"./chunk-3LF3KKMK.js";export default a();
