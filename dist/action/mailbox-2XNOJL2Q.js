import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-IZUMO3R7.js";import"./chunk-3LF3KKMK.js";export{a as checkAddress,e as checkMailbox,d as checkName,c as leaveSubject,b as mailtoUrl};
