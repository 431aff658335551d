"use strict";

// The description is this node's own: nothing is asked of any other machine. Swagger UI would
// send the description's address to a validator elsewhere unless it is told that there is none.
const place = document.getElementById("interface");
window.ui = SwaggerUIBundle({
  url: place.dataset.description,
  domNode: place,
  deepLinking: true,
  validatorUrl: null,
  queryConfigEnabled: false,
  tryItOutEnabled: false,
  persistAuthorization: false,
});
