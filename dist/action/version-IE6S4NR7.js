import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a}from"./chunk-SWFEGE6U.js";import"./chunk-3LF3KKMK.js";export default a();
