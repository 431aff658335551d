// Every error that an operation can answer with is documented under its own status:
// 400 where something is given that can be malformed, 401 and 403 where a caller is identified, 404
// where the path names a record, 413 and 415 where there is a body, 409 and 422 where something is
// filed, 500 always.
const METHODS = ["get", "put", "post", "delete", "patch"];

const needed = (path, method, operation, parameters, security) => {
  const codes = ["500"];
  const body = operation.requestBody !== undefined;
  if (body || parameters.some((p) => p.in === "query")) codes.push("400");
  if (security.some((scheme) => Object.keys(scheme).length)) codes.push("401", "403");
  if (path.includes("{")) codes.push("404");
  if (body) codes.push("413", "415");
  const files = path.startsWith("/api/v1/filings/") && !/\/(check|quote)$/.test(path);
  if (method === "post" && files) codes.push("409", "422");
  return codes;
};

export default (pathItem, _options, context) => {
  const path = context.path.at(-1);
  const everywhere = context.document.data.security ?? [];
  return METHODS.filter((method) => pathItem[method]).flatMap((method) => {
    const operation = pathItem[method];
    const parameters = [...(pathItem.parameters ?? []), ...(operation.parameters ?? [])];
    const security = operation.security ?? everywhere;
    const documented = new Set(Object.keys(operation.responses ?? {}));
    const missing = needed(path, method, operation, parameters, security).filter(
      (code) => !documented.has(code),
    );
    if (!missing.length) return [];
    const message = `${method.toUpperCase()} ${path} does not document ${missing.sort().join(", ")}`;
    return [{ message, path: [...context.path, method, "responses"] }];
  });
};
