"use strict";

// The description is this node's own: nothing is asked of any other machine. Swagger UI would
// send the description's address to a validator elsewhere unless it is told that there is none.
const place = document.getElementById("interface");
window.ui = SwaggerUIBundle({
  url: place.dataset.description,
  domNode: place,
  deepLinking: true,
  // Closed at first: there are more than a hundred requests.
  docExpansion: "none",
  validatorUrl: null,
  queryConfigEnabled: false,
  tryItOutEnabled: false,
  // The shapes stand with the requests that use them; a list of all of them is only slow.
  defaultModelsExpandDepth: -1,
  persistAuthorization: false,
});
