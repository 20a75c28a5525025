import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c,d}from"./chunk-2DSBCMCK.js";import"./chunk-3LF3KKMK.js";export{b as clock,a as stepsOf,c as timeIn,d as zoneIn};
