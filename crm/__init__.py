"""What the company knows of its customers: orders, instruments, documents, complaints, and who may see them."""
