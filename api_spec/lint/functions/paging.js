// A path is a collection where the document also has a path of one of its members. Its GET is paged
// by a cursor, and counts on request.
const NEEDED = ["limit", "after", "count"];

export default (paths) => {
  const complaints = [];
  for (const member of Object.keys(paths)) {
    const [, path] = member.match(/^(\/api\/v1\/.+)\/\{[^/]+\}$/) ?? [];
    const get = paths[path]?.get;
    if (!get) continue;
    const parameters = [...(paths[path].parameters ?? []), ...(get.parameters ?? [])];
    const names = new Set(parameters.filter((p) => p.in === "query").map((p) => p.name));
    const missing = NEEDED.filter((name) => !names.has(name));
    if (missing.length) {
      const message = `GET ${path} lists a collection and lacks: ${missing.join(", ")}`;
      complaints.push({ message, path: ["paths", path, "get"] });
    }
  }
  return complaints;
};
