import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b}from"./chunk-5VPKUMNT.js";import"./chunk-OUV4XCQD.js";import"./chunk-C6IUQUBP.js";import"./chunk-6ZOKRSJB.js";import"./chunk-IZUMO3R7.js";import"./chunk-3LF3KKMK.js";export{b as resolveAddress,a as resolveSettings};
