// header({method, parameter} | {method, response}): the operation takes the header as a required
// parameter (its own or its path's), or its 200 answer names it.
const sameName = (a, b) => a.toLowerCase() === b.toLowerCase();

export default (pathItem, { method, parameter, response }) => {
  const operation = pathItem[method];
  if (!operation) return [];
  if (parameter) {
    const parameters = [...(pathItem.parameters ?? []), ...(operation.parameters ?? [])];
    const found = parameters.some(
      (p) => p.in === "header" && p.required && sameName(p.name, parameter),
    );
    return found ? [] : [{ message: `${method} lacks ${parameter}` }];
  }
  const ok = operation.responses?.["200"];
  if (!ok || Object.keys(ok.headers ?? {}).some((name) => sameName(name, response))) return [];
  return [{ message: `${method} lacks ${response}` }];
};
