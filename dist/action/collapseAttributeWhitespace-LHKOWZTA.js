import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a}from"./chunk-URFXS3YG.js";import"./chunk-GZUAS6F7.js";import"./chunk-3LF3KKMK.js";export default a();
