import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b}from"./chunk-ECRO43HF.js";import"./chunk-65C5VKTD.js";import"./chunk-6ZOKRSJB.js";import"./chunk-HME6NSGQ.js";import"./chunk-CAT2QU3J.js";import"./chunk-3LF3KKMK.js";export{a as compactLedger,b as isHeir};
