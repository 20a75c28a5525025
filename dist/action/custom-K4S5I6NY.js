import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{d as y}from"./chunk-3LF3KKMK.js";var A=y(a=>{Object.defineProperty(a,"__esModule",{value:!0});var t={default:function(f,n,r){return r&&(Array.isArray(r)||(r=[r]),r.forEach(i=>{i&&(f=i(f,n))})),f}};a.default=t});export default A();
