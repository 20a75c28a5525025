import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a}from"./chunk-POQM2STB.js";import"./chunk-N7CUASVE.js";import"./chunk-SWFEGE6U.js";import"./chunk-3LF3KKMK.js";export default a();
