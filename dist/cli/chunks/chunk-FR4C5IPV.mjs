var UnknownWorkspace=class extends Error{name="UnknownWorkspace"};export{UnknownWorkspace};
