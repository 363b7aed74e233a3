var nothingUsed={input_tokens:0,output_tokens:0,cache_read_tokens:0,cache_write_tokens:0},noScript={nodes:new Map,tools:new Map,runTools:!1,auto:!0};export{nothingUsed,noScript};
