import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b}from"./chunk-EOTAKVQJ.js";import"./chunk-OQOH33Q6.js";import"./chunk-C6IUQUBP.js";import"./chunk-DA7NRWPT.js";import"./chunk-6ZOKRSJB.js";import"./chunk-IZUMO3R7.js";import"./chunk-3LF3KKMK.js";export{a as readSettingsFile,b as unreadableSettings};
