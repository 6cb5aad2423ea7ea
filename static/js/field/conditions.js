// What a condition of a form comes to. It arrives as nested lists and is walked by the same rules as on the server
// (app/checklists/conditions.py); both are held to the same vectors. No page code.

const NUMBER = /^-?\d+(\.\d+)?$/;
const ORDERED = /^(\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?|\d{2}:\d{2}(:\d{2})?)$/;
const FITS = { "=": [0], "!=": [-1, 1], "<": [-1], "<=": [-1, 0], ">": [1], ">=": [0, 1] };
const NOTHING = { verdict: "", value: null };

/** Whether the condition is true of `given`, a Map from items to { verdict, value }, and the `own` answer. */
export function holds(tree, given, own = NOTHING) {
  const [name, ...parts] = Array.isArray(tree) ? tree : [];
  if (name === "and") return parts.every((part) => holds(part, given, own));
  if (name === "or") return parts.some((part) => holds(part, given, own));
  if (name === "not") return !holds(parts[0], given, own);
  if (name === "selected") return worth(parts[0], given, own).split(" ").includes(worth(parts[1], given, own));
  if (Object.hasOwn(FITS, name)) return compared(name, worth(parts[0], given, own), worth(parts[1], given, own));
  return !["", "0", "false"].includes(worth(tree, given, own));
}

/** The items that these answers leave to be asked: those of `on` whose own condition, in `conditions` by item, holds.
 * What is not asked counts as not answered for the others. */
export function asked(on, conditions, given) {
  let names = new Set(on);
  for (let round = 0; round < conditions.size; round += 1) {
    const seen = new Map([...given].filter(([item]) => names.has(item)));
    const next = on.filter((name) => !conditions.has(name) || holds(conditions.get(name), seen));
    const still = next.length === names.size && next.every((name) => names.has(name));
    names = new Set(next);
    if (still) break;
  }
  return names;
}

/** The items that a condition speaks of. */
export function speaksOf(tree) {
  if (!Array.isArray(tree)) return [];
  const [name, ...parts] = tree;
  return name === "verdict" || name === "value" ? [parts[0]] : parts.flatMap(speaksOf);
}

function textOf(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join(" ");
  if (typeof value !== "object") return String(value);
  return Object.keys(value).filter((name) => value[name] === "pass").join(" ");
}

function worth(tree, given, own) {
  if (!Array.isArray(tree)) return textOf(tree);
  const [name, item] = tree;
  if (name === "verdict") return (given.get(item) ?? NOTHING).verdict;
  if (name === "value") return textOf((given.get(item) ?? NOTHING).value);
  if (name === "own") return textOf(own.value);
  if (name === "own-verdict") return own.verdict;
  return String(holds(tree, given, own));
}

function compared(sign, left, right) {
  const order = (one, other) => FITS[sign].includes(Number(one > other) - Number(one < other));
  if (NUMBER.test(left) && NUMBER.test(right)) return order(Number(left), Number(right));
  if (sign === "=" || sign === "!=") return (left === right) === (sign === "=");
  return ORDERED.test(left) && ORDERED.test(right) && order(left, right);
}
