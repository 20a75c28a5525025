import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{d as a,e as b,f as c,g as d,h as e,i as f}from"./chunk-6ZOKRSJB.js";import"./chunk-3LF3KKMK.js";export{b as UserError,a as diagnostic,d as formatDiagnostic,e as nearest,f as plural,c as visible};
