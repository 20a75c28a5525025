import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
import{a,b,c,d,e,f,g}from"./chunk-3X4S2OAO.js";import"./chunk-N7CUASVE.js";import"./chunk-SWFEGE6U.js";import"./chunk-3LF3KKMK.js";g();export{c as default,d as getRequiredOptionalDependencies,f as htmlMinimizerWebpackPluginMinify,b as loadConfig,a as presets,e as process};
