import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b}from"./chunk-3DEBFBDO.js";import"./chunk-HME6NSGQ.js";import"./chunk-3LF3KKMK.js";export{a as retoldBy,b as retoldElsewhere};
