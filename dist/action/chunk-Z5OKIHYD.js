import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{createRequire as r}from"node:module";var o=()=>r(import.meta.url)("../../package.json").version;export{o as a};
