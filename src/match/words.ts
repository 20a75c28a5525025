/**
 * Word forms that count as the same word: singular and plural, British and American spelling. Nothing more: a stemmer
 * that makes `generalize` find `general` is what people complain of. Both keyword and text pass through here, so a rule
 * may map to something that is no word (`noise` to `noize`), as long as it never makes two different words equal.
 */

/** Words that look like plurals and are not, or whose singular is another word. */
const INVARIABLE = new Set(
  (
    'this thus has was his its does goes yes always perhaps sometimes besides towards afterwards hers ours theirs yours ' +
    'bias alias atlas canvas pancreas texas kansas christmas whereas pythagoras news lens series species means mars ' +
    'chaos cosmos ethos pathos logos pros cons less paris james jones mathews gauss bayes stokes hans ' +
    'keras pandas kudos asbestos summons headquarters corps chassis'
  ).split(' '),
);

/** Plurals that no rule gives. Those of five letters or more also at the end of a closed compound: `metaanalyses`. */
const IRREGULAR: Record<string, string> = {
  analyses: 'analysis',
  hypotheses: 'hypothesis',
  theses: 'thesis',
  syntheses: 'synthesis',
  parentheses: 'parenthesis',
  crises: 'crisis',
  diagnoses: 'diagnosis',
  prognoses: 'prognosis',
  ellipses: 'ellipsis',
  axes: 'axis',
  matrices: 'matrix',
  indices: 'index',
  vertices: 'vertex',
  vortices: 'vortex',
  appendices: 'appendix',
  criteria: 'criterion',
  phenomena: 'phenomenon',
  automata: 'automaton',
  corpora: 'corpus',
  optima: 'optimum',
  minima: 'minimum',
  maxima: 'maximum',
  spectra: 'spectrum',
  quanta: 'quantum',
  momenta: 'momentum',
  schemata: 'schema',
  stimuli: 'stimulus',
  nuclei: 'nucleus',
  loci: 'locus',
  foci: 'focus',
  radii: 'radius',
  bacteria: 'bacterium',
  formulae: 'formula',
  children: 'child',
  men: 'man',
  women: 'woman',
  mice: 'mouse',
  feet: 'foot',
  teeth: 'tooth',
  halves: 'half',
  shelves: 'shelf',
  wolves: 'wolf',
  knives: 'knife',
  lives: 'life',
  wives: 'wife',
  leaves: 'leaf',
  quizzes: 'quiz',
  lenses: 'lens',
  gases: 'gas',
  buses: 'bus',
  biases: 'bias',
  aliases: 'alias',
  atlases: 'atlas',
  canvases: 'canvas',
  movies: 'movie',
  cookies: 'cookie',
  zombies: 'zombie',
  selfies: 'selfie',
  calories: 'calorie',
  rookies: 'rookie',
  genies: 'genie',
  ties: 'tie',
  pies: 'pie',
  lies: 'lie',
  dies: 'die',
  caches: 'cache',
  headaches: 'headache',
  aches: 'ache',
  niches: 'niche',
  avalanches: 'avalanche',
  creches: 'creche',
  moustaches: 'moustache',
  psyches: 'psyche',
  cliches: 'cliche',
  brioches: 'brioche',
  curricula: 'curriculum',
  equilibria: 'equilibrium',
  helices: 'helix',
  people: 'person',
  media: 'medium',
  simplices: 'simplex',
  emphases: 'emphasis',
  shoes: 'shoe',
  toes: 'toe',
  horseshoes: 'horseshoe',
  uses: 'use',
  muses: 'muse',
  ruses: 'ruse',
  menus: 'menu',
  emus: 'emu',
  gpus: 'gpu',
  relus: 'relu',
  vcpus: 'vcpu',
  cpus: 'cpu',
  tpus: 'tpu',
  npus: 'npu',
  apis: 'api',
  taxis: 'taxi',
  skis: 'ski',
  alibis: 'alibi',
  epochs: 'epoch',
  phases: 'phase',
  axises: 'axis',
};
const IRREGULAR_END =
  /(?:analyses|hypotheses|theses|diagnoses|matrices|indices|vertices|helices|curricula|equilibria|criteria|phenomena|automata|corpora|optima|spectra|children|lenses|movies|caches|avalanches|biases|reuses|misuses)$/;

/** Words in -ics that are plurals of words in -ic; the others (physics, robotics, dynamics) are names of fields. */
const ICS =
  /(?:metr|top|crit|heurist|characterist|clin|mosa|fabr|relic|picn|epidem|skept|log|mus|bas|com|trop|arithmet|rubr|traff|skelet)ics$/;

/** The plural's singular, or the word itself. The word is in lower case. */
function singular(word: string): string {
  const n = word.length;
  const irregular = IRREGULAR[word];
  if (irregular !== undefined && Object.hasOwn(IRREGULAR, word)) return irregular;
  if (n < 4 || INVARIABLE.has(word)) return word;
  const end = IRREGULAR_END.exec(word);
  if (end !== null) return word.slice(0, end.index) + (IRREGULAR[end[0]] ?? end[0].slice(0, -1));
  if (word[n - 1] !== 's' || !/[a-z]s$/.test(word) || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ics')) return ICS.test(word) ? word.slice(0, -1) : word;
  if (word.endsWith('ies'))
    return word.endsWith('series') || word.endsWith('species') || n < 5 ? word : `${word.slice(0, -3)}y`;
  if (/(?:ss|x|sh|ch|zz)es$/.test(word)) return word.slice(0, -2);
  // `moes`, `foes`, `woes` end in -oe; the longer ones (heroes, echoes) in -o.
  if (n > 4 && word.endsWith('oes')) return word.slice(0, -2);
  // causes, houses, abuses end in -e; viruses, statuses, corpuses in -us.
  if (/[^aof]uses$/.test(word) && !/(?:ab|acc|exc|am|recl)uses$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

const OUR =
  /(behavi|col|fav|flav|neighb|lab|hon|tum|vap|hum|harb|arm|rum|endeav|rig|vig|od|sav|clam)our(?!ce|se|t|g|n)/g;
const DOUBLED =
  /(model|label|travel|signal|cancel|fuel|level|tunnel|channel|total|dial|marshal|panel|pencil|spiral|unravel|counsel)l(ing|ed|er|or)/g;
const OTHER: [RegExp, string][] = [
  [/catalogue/g, 'catalog'],
  [/dialogue/g, 'dialog'],
  [/analogue/g, 'analog'],
  [/programme(?!d|r)/g, 'program'],
  [/(def|off|lic|pret)ense/g, '$1ence'],
  [/(cent|fib)r(ed|ing)$/g, '$1er$2'],
  [/manoeuvre?(?!d|r)/g, 'maneuver'],
  [/sulph/g, 'sulf'],
  [/mould/g, 'mold'],
  [/orthopaed/g, 'orthoped'],
  [/(arch|pal)aeo/g, '$1eo'],
  [/oestr/g, 'estr'],
  [/oesoph/g, 'esoph'],
  [/oedema/g, 'edema'],
  [/rrhoea/g, 'rrhea'],
  [/caesium/g, 'cesium'],
  [/gynaeco/g, 'gyneco'],
  [/practise/g, 'practice'],
  [/grey/g, 'gray'],
  [/artefact/g, 'artifact'],
  [/(judg|acknowledg)ement/g, '$1ment'],
  [/ageing/g, 'aging'],
  [/sceptic/g, 'skeptic'],
  [/paediatr/g, 'pediatr'],
  [/anaesth/g, 'anesth'],
  [/haemo/g, 'hemo'],
  [/aemi(?=[ac])/g, 'emi'],
  [/foet/g, 'fet'],
  [/encyclopaed/g, 'encycloped'],
  [/aluminium/g, 'aluminum'],
  [/(fulfil|skilful|wilful|enrol|instal|distil|instil)l(?=s?$|ment)/g, '$1'],
  [/(skil|wil)lful/g, '$1ful'],
  [/(cent|theat|fib|lit|calib|met)re(?=s?$)/g, '$1er'],
];
/** Every word that the rules below can change contains one of these. */
const SPELLED =
  /our|ll(?:ing|ed|er|or|ment|ful)|ll$|is[ei]|isa|yse|ysi|logue|programme|ense|grey|efact|gement|ageing|scept|paedi|anaes|haemo|aemi|foet|paed|inium|tre|bre|[tb]r(?:ed|ing)$|oeuvr|sulph|mould|aeo|oestr|oesoph|oedema|rrhoea|caesi|gynae/;

/** British spelling turned to American. The word is in lower case. */
export function americanised(word: string): string {
  if (word.length < 4 || !SPELLED.test(word)) return word;
  let out = word.replace(OUR, '$1or').replace(DOUBLED, '$1$2');
  for (const [from, to] of OTHER) out = out.replace(from, to);
  if (out.length < 6) return out;
  return out.replace(/is(e[drs]?|ing|er|ers|ations?|able)$/, 'iz$1').replace(/ys(ed?|ers?|ing)$/, 'yz$1');
}

const memo = new Map<string, string>();
const MEMO_LIMIT = 100_000;

/** The form under which a word is compared. The word is folded and in lower case. */
export function canonical(word: string): string {
  let form = memo.get(word);
  if (form === undefined) {
    form = americanised(singular(word));
    if (memo.size >= MEMO_LIMIT) memo.clear();
    memo.set(word, form);
  }
  return form;
}

/**
 * Words of grammar. Over a space they form no compound, so `notable` is not found in `not able`; prefixes that do form
 * compounds (`over fitting`, `up sampling`) are not among them.
 */
export const GRAMMAR: ReadonlySet<string> = new Set(
  (
    'a an the and or but nor not no of to in on at by as is it be am are was were we us our you he she his her its they ' +
    'if so do did does per may can could has have had all any each this that these those with from into for than then ' +
    'there their them who how why what when where which will would should must also only both such'
  ).split(' '),
);

/**
 * The beginnings that a stem stands for: as it is written, and with American spelling, which the forms of words have
 * (`behaviour` finds behavioral, `optimis` finds optimize). A stem is cut anywhere, so the endings are tried on what is there.
 */
export function stemSpellings(stem: string): string[] {
  const american = americanised(stem)
    .replace(/([a-z]{3,})is([aei]?)$/, '$1iz$2')
    .replace(/([a-z]{3,})ys([ei]?)$/, '$1yz$2');
  return american === stem ? [stem] : [stem, american];
}
