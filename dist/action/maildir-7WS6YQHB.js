import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c}from"./chunk-XHGDNDHM.js";import"./chunk-6ZOKRSJB.js";import"./chunk-3LF3KKMK.js";export{b as emlFiles,c as leftOver,a as maildir};
