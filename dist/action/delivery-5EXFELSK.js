import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-HME6NSGQ.js";import"./chunk-3LF3KKMK.js";export{c as counts,a as newDelivery,b as toldDelivery,e as transition,d as wentOut};
