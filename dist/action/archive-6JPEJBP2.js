import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import"./chunk-3LF3KKMK.js";async function o(t){let{openArchive:s,storeOf:a}=await import("./state-ROJ5H3VU.js"),r=await s(t),{ledger:e}=a(t);return{archive:r.archive(),cursors:r.cursors,ledger:{path:e.path,text:await e.read()}}}export{o as readState};
