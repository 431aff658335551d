// A member named …Date is a date, one named …At an instant or a date; the schema says which.
const formatsFor = (name) => {
  if (/(^d|D)ate$/.test(name)) return ["date"];
  if (/(^a|A)t$/.test(name)) return ["date-time", "date"];
  return null;
};

const formatsIn = (schema) => [
  schema.format,
  ...["allOf", "anyOf", "oneOf"].flatMap((key) => (schema[key] ?? []).flatMap(formatsIn)),
];

export default (properties, _options, context) => {
  if (typeof properties !== "object" || properties === null) return [];
  return Object.entries(properties).flatMap(([name, schema]) => {
    const allowed = formatsFor(name);
    if (!allowed || typeof schema !== "object" || schema === null) return [];
    if (formatsIn(schema).some((format) => allowed.includes(format))) return [];
    const message = `${name} needs the format ${allowed.join(" or ")}`;
    return [{ message, path: [...context.path, name] }];
  });
};
