"""Many books: one per municipality, from the national tables and a template.

``national`` reads the tables once and cuts them; ``template`` makes a project folder for one
municipality; ``one`` makes its book; ``many`` does that for all, on this machine or on a Dask
cluster; ``overview`` writes the page from which all of them can be found.
"""
