import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{inspect as s}from"node:util";var r=class{#r;constructor(t){this.#r=t}reveal(){return this.#r}toString(){return"[secret]"}toJSON(){return"[secret]"}[s.custom](){return"[secret]"}};export{r as a};
