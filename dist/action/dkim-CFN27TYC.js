import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b}from"./chunk-LYU55NAS.js";import"./chunk-UT4BYSKR.js";import"./chunk-6ZOKRSJB.js";import"./chunk-IZUMO3R7.js";import"./chunk-3LF3KKMK.js";export{a as dkimKeyFrom,b as signerFrom};
