import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{c as n}from"./chunk-3LF3KKMK.js";var h,y=n(()=>{h={default:function(r,i,f){return f&&(Array.isArray(f)||(f=[f]),f.forEach(a=>{a&&(r=a(r,i))})),r}}});y();export{h as default};
