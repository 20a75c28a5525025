import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{b as a,c as b,d as c}from"./chunk-UT4BYSKR.js";import"./chunk-IZUMO3R7.js";import"./chunk-3LF3KKMK.js";export{b as assertEnvelope,c as buildEml,a as messageId};
