import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
var r=[130,143,5,1,2,3,4,0];function n(e){let t=new Set(e);return r.find(o=>t.has(o))??0}export{n as a};
