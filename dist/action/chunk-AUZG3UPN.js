import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
function s(n){let t=n,i=[];return async r=>{t>0?t-=1:await new Promise(e=>i.push(e));try{return await r()}finally{let e=i.shift();e===void 0?t+=1:e()}}}export{s as a};
