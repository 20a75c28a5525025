import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{d as n,e as a}from"./chunk-IFEENWUW.js";function c(r,e,o){let t=a(r,o?.in);return isNaN(e)?n(o?.in||r,NaN):(e&&t.setDate(t.getDate()+e),t)}function f(r,e){let o=r<0?"-":"",t=Math.abs(r).toString().padStart(e,"0");return o+t}export{c as a,f as b};
