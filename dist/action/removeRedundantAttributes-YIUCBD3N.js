import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c}from"./chunk-N7VCM3BQ.js";import"./chunk-3LF3KKMK.js";c();export{b as default,a as redundantScriptTypes};
