drop table look_back_item, look_back, spot_check, closure_support, closure;
