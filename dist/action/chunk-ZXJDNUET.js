import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
function u(r,s){let e=new Map;for(let n of r){let t=s(n),o=e.get(t);o===void 0?e.set(t,[n]):o.push(n)}return e}export{u as a};
