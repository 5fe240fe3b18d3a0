"""One edit of a submission's own text: these modules are sent to the guest, and run there."""
