import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{c as r}from"./chunk-3LF3KKMK.js";var d,u=r(()=>{d={onAttrs(n,o){return(t,e)=>({...t})},onContent(n,o){return(t,e)=>t},onNode(n,o){return t=>t},default(n,o){return n.walk(t=>t),n}}});u();export{d as default};
