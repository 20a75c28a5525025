import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a}from"./chunk-BMEQ6PAQ.js";import"./chunk-N4FYQIXY.js";import"./chunk-TMFXVLYY.js";import"./chunk-E2FLU4CS.js";import"./chunk-6ZOKRSJB.js";import"./chunk-3LF3KKMK.js";export{a as verifyState};
